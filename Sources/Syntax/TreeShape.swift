import Diagnostics

/// A tree as lines of everything it holds, places left out. It is read off the values themselves, not off the printer's text: what the printer drops or
/// changes shows.
struct TreeShape {
  /// One line a leaf, with the way to it.
  private(set) var leaves: [String] = []
  /// The places of names, which no rule of spelling may touch.
  private(set) var names: [SourceRange] = []

  init(of tree: Any) { walk(tree, at: "") }

  private mutating func walk(_ value: Any, at path: String) {
    if value is SourceRange { return }
    if let name = value as? Name { names.append(name.range) }
    let mirror = Mirror(reflecting: value)
    guard !mirror.children.isEmpty else { return leaves.append("\(path) \(leaf(value, mirror))") }
    var index = 0
    for child in mirror.children {
      walk(child.value, at: path + "." + (child.label ?? String(index)))
      index += 1
    }
  }

  /// Whether two trees have the same leaves on the same ways, without writing them down: looking at values costs most of formatting a script.
  static func isSame(_ left: Any, _ right: Any) -> Bool {
    if let left = left as? String { return (right as? String).map { $0.utf8.elementsEqual(left.utf8) } ?? false }
    if left is SourceRange { return right is SourceRange }
    if let left = left as? Bool { return right as? Bool == left }
    if let left = left as? Int { return right as? Int == left }
    let (first, second) = (Mirror(reflecting: left), Mirror(reflecting: right))
    guard first.displayStyle == second.displayStyle, first.children.count == second.children.count else { return false }
    guard !first.children.isEmpty else { return first.displayStyle == .collection || "\(left)" == "\(right)" }
    for (one, other) in zip(first.children, second.children) where one.label != other.label || !isSame(one.value, other.value) {
      return false
    }
    return true
  }

  /// Texts in quotes, so that none looks like another; of a case without values its name.
  private func leaf(_ value: Any, _ mirror: Mirror) -> String {
    if let text = value as? String { return quoted(text) }
    return mirror.displayStyle == .collection ? "[]" : "\(value)"
  }
}

extension Script {
  /// The same tree but for places: what stands in back-quotes in one does so in the other, and every text is the same to the character.
  public func isSameTree(as other: Script) -> Bool {
    statements.count == other.statements.count && TreeShape.isSame(statements, other.statements)
  }
}
