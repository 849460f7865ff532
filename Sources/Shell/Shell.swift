/// From settings to an exit status. The only target that prints, reads the environment or the terminal.
public enum Shell {
  /// One line on standard error.
  public static func complain(_ message: String) { Streams.say(message) }

  /// The prompt, or the given queries and scripts.
  public static func ask(_ settings: Settings, environment: Environment) -> ExitStatus { .fine }
  public static func checkLoad(_ paths: [String], _ settings: Settings, environment: Environment) -> ExitStatus { .fine }
}
