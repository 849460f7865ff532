/// The domain as text: the built-in model in the language, and the help pages whose examples speak of it.
public enum Landing {
  /// The bytes of `landing.lq`.
  public static var model: [UInt8] { PackageResources.landing_lq }
  /// The bytes of `help.md`: groups of topics, each a heading of the words that find it.
  public static var help: [UInt8] { PackageResources.help_md }
  /// The bytes of `help.zh.md`: the same topics in the same order, in Chinese.
  public static var chineseHelp: [UInt8] { PackageResources.help_zh_md }
}
