import TestSupport
import Testing

/// The example library is what its generator writes, byte for byte.
@Suite struct GeneratorTests {
  static let hasPython = Program.shell("python3 --version").status == 0

  @Test(.enabled(if: hasPython)) func twoRunsAndTheCheckoutAreAlike() {
    let outcome = Program.shell(
      """
      folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT &&
      python3 examples/wuhan-2018/generate.py "$folder/one" && python3 examples/wuhan-2018/generate.py "$folder/two" &&
      diff -r "$folder/one" "$folder/two" && diff -r -x README.md -x generate.py -x __pycache__ "$folder/one" examples/wuhan-2018
      """)
    #expect(outcome.status == 0, "\(outcome.output.prefix(2000))\(outcome.errors.prefix(2000))")
  }

  /// A folder a Friday, and small enough to clone.
  @Test func theLibraryIsComplete() {
    let paths = files(below: "examples/wuhan-2018").filter { $0.contains("/2018-") }
    #expect(Set(paths.map { $0.split(separator: "/")[2] }).count == 52)
    #expect(Program.shell("du -sk examples/wuhan-2018").output.split(separator: "\t").first.flatMap { Int($0) }! < 12_500)
  }
}
