import Diagnostics
import Glibc
import Store

/// What the user answered about the declarations of a folder, by path and content: a file that changed is asked about again. The content is kept, not
/// a digest of it, so that nothing else can pass for it. For nobody else to read or write.
struct AllowedFiles {
  enum Answer: String { case yes, no }

  private let folder: String?

  init(environment: Environment) { folder = environment.stateFolder.map { $0 + "/allowed" } }

  /// What was answered about this very content of this file.
  func answer(about bytes: [UInt8], of path: String) -> Answer? {
    guard let file = file(for: path), Streams.isFile(file), TrustedFile.doubt(about: file) == nil, let kept = Streams.readFile(file) else {
      return nil
    }
    return [Answer.yes, .no].first { kept == record($0, bytes, path) }
  }

  /// Remembered as well as can be: without a home it is asked again.
  func remember(_ answer: Answer, about bytes: [UInt8], of path: String) {
    guard let file = file(for: path) else { return }
    makeFolders(for: file)
    guard let temporary = try? TemporaryFile(beside: file, mode: 0o600, path: file),
      Streams.write(record(answer, bytes, path), to: temporary.descriptor)
    else { return }
    try? temporary.rename(over: file, path: file)
  }

  private func file(for path: String) -> String? { folder.map { $0 + "/" + contentSum(Array(path.utf8)) } }

  private func record(_ answer: Answer, _ bytes: [UInt8], _ path: String) -> [UInt8] {
    Array("\(answer.rawValue) \(path)".utf8) + [0] + bytes
  }
}
