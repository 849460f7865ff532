import Diagnostics
import Glibc
import TestSupport
import Testing

@testable import Intake

/// Each golden holds the files of a load, then what the report says and what the library holds.
///
/// ```
/// == 2018-03-09/projects.csv
/// id,name
/// ----
/// report
/// ----
/// report in Chinese
/// ----
/// library
/// ```
/// `RECORD=1` rewrites the expected parts. A first line `# without a model` infers one; `# strict` refuses.
@Suite struct GoldenTests {
  static let folder = Program.root + "/Tests/IntakeTests/Goldens"
  static let names = files(below: "Tests/IntakeTests/Goldens").filter { $0.hasSuffix(".txt") }.map {
    String($0.split(separator: "/").last!)
  }

  @Test func thereAreGoldens() { #expect(GoldenTests.names.count >= 8) }

  @Test(arguments: names)
  func reportAndLibraryAreAsRecorded(_ name: String) {
    let golden = contents(of: GoldenTests.folder + "/" + name) ?? ""
    let parts = golden.split(separator: "\n", omittingEmptySubsequences: false)
    let end = parts.firstIndex(of: "----") ?? parts.count
    let input = parts[..<end].map { $0 + "\n" }.joined()
    let actual = input + "----\n" + GoldenTests.load(input)
    if getenv("RECORD") != nil, let file = fopen(GoldenTests.folder + "/" + name, "w") {
      fputs(actual, file)
      fclose(file)
    } else {
      #expect(actual == golden)
    }
  }

  private static func load(_ input: String) -> String {
    let folder = Folder()
    var name: String?
    var text = ""
    func flush() { if let name { folder.write(name, unescaped(text)) } }
    for line in input.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("== ") {
        flush()
        name = String(line.dropFirst(3))
        text = ""
      } else if name != nil {
        text += line + "\n"
      }
    }
    text.removeLast()
    flush()
    let loader = Loader(
      catalog: input.hasPrefix("# without a model") ? nil : officeCatalog, options: LoadOptions(strict: input.hasPrefix("# strict")))
    let answer: String
    do {
      let result = try loader.load(paths: [folder.path])
      answer = result.report.text() + "----\n" + result.report.text(in: .chinese) + "----\n" + dump(result.library)
    } catch {
      let report = error.report
      answer =
        (report?.text() ?? "") + "----\n" + (report?.text(in: .chinese) ?? "") + "----\n" + error.message + "\n" + error.chineseMessage
        + "\n"
    }
    return answer.replacing(folder.path + "/", with: "").replacing(folder.path, with: ".")
  }

  /// `\r`, `\0`, `\xFF` stand for bytes that a golden cannot hold; a `\` at the end of a line joins it to the next.
  private static func unescaped(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == 0x5C, let next = rest.first else {
        bytes.append(byte)
        continue
      }
      rest.removeFirst()
      switch next {
      case UInt8(ascii: "r"): bytes.append(0x0D)
      case UInt8(ascii: "0"): bytes.append(0)
      case UInt8(ascii: "x"):
        bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
        rest = rest.dropFirst(2)
      case 0x0A: break
      default: bytes += [byte, next]
      }
    }
    return bytes
  }
}
