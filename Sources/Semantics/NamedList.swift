/// Something that a script calls by a name.
public protocol Named: Sendable {
  var name: String { get }
}

/// What a script has named so far, found by name in one step however many there are. Case, width, `_` and `-` do not count.
public struct NamedList<Element: Named>: Sendable {
  private var elements: [Element] = []
  private var places: [NameKey: Int] = [:]

  public init() {}

  public subscript(named name: String) -> Element? { places[NameKey(name)].map { elements[$0] } }

  /// Adds an element in place of the one of its name.
  public mutating func keep(_ element: Element) {
    let key = NameKey(element.name)
    if let place = places[key] {
      elements[place] = element
    } else {
      places[key] = elements.count
      elements.append(element)
    }
  }
}

extension NamedList: RandomAccessCollection, ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: Element...) {
    for element in elements { keep(element) }
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { elements.count }
  public subscript(position: Int) -> Element { elements[position] }
}

extension ScriptParameter: Named {}
extension SavedSet: Named {}
