/// The domain as text: the built-in model in the language, and the help pages whose examples speak of it.
public enum Landing {
  /// The bytes of `landing.lq`.
  public static var model: [UInt8] { PackageResources.landing_lq }
  /// The bytes of `help.md`: a heading a topic, spelled in both languages.
  public static var help: [UInt8] { PackageResources.help_md }
}
