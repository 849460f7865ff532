public import Diagnostics

/// `as FORMAT` and `to "FILE"`; nil where nothing was said.
public struct Destination: Sendable, Hashable {
  public var format: OutputFormat?
  public var file: String?

  public init(format: OutputFormat? = nil, file: String? = nil) {
    self.format = format
    self.file = file
  }
}
