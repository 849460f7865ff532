/// The built-in model: text in the language, nothing else.
public enum Landing {
  /// The bytes of `landing.lq`.
  public static var model: [UInt8] { PackageResources.landing_lq }
}
