import Glibc
import TestSupport
import Testing

/// Compares with the golden file; `RECORD=1` writes it.
func expectGolden(_ found: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let path = Program.root + "/Tests/LandingTests/Goldens/" + name
  if getenv("RECORD") != nil {
    let file = try #require(fopen(path, "w"), sourceLocation: sourceLocation)
    fputs(found, file)
    fclose(file)
  } else {
    #expect(contents(of: path) == found, "\(name) differs; RECORD=1 writes it anew", sourceLocation: sourceLocation)
  }
}
