import Diagnostics

/// The words of the command line. What is no UTF-8 in them is kept (``PathText``), for they may be names of files.
public enum Arguments {
  /// What stands behind the program's name.
  public static var words: [String] {
    (1..<max(Int(CommandLine.argc), 1)).compactMap { CommandLine.unsafeArgv[$0].map { PathText.text(of: $0) } }
  }
}
