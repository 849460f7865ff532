/// Something that a script calls by a name.
public protocol Named: Sendable {
  var name: String { get }
}

/// What a script has named so far, found by name in few steps however many there are. Case, width, `_` and `-` do not count.
///
/// Every statement is checked against a copy while the script adds to its own, so copies share what they hold: runs of elements, each longer than the
/// next, of which adding replaces only the short ones at the end.
public struct NamedList<Element: Named>: Sendable {
  private struct Run: Sendable {
    var elements: [Element] = []
    var places: [NameKey: Int] = [:]

    /// Adds an element in place of the one of its name.
    mutating func keep(_ element: Element) {
      let key = NameKey(element.name)
      if let place = places[key] {
        elements[place] = element
      } else {
        places[key] = elements.count
        elements.append(element)
      }
    }
  }

  /// Of elements of one name the last counts.
  private var runs: [Run] = []

  public init() {}

  public subscript(named name: String) -> Element? {
    if runs.isEmpty { return nil }
    let key = NameKey(name)
    for run in runs.reversed() {
      if let place = run.places[key] { return run.elements[place] }
    }
    return nil
  }

  public var isEmpty: Bool { runs.isEmpty }

  /// Adds an element in place of the one of its name.
  public mutating func keep(_ element: Element) {
    var last = Run()
    last.keep(element)
    while let before = runs.last, before.elements.count <= last.elements.count {
      runs.removeLast()
      last = NamedList.joined([before, last])
    }
    runs.append(last)
  }

  private static func joined(_ runs: [Run]) -> Run {
    guard var joined = runs.first else { return Run() }
    for run in runs.dropFirst() { for element in run.elements { joined.keep(element) } }
    return joined
  }
}

extension NamedList: Sequence, ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: Element...) {
    for element in elements { keep(element) }
  }

  /// In the order in which the names came.
  public func makeIterator() -> IndexingIterator<[Element]> { NamedList.joined(runs).elements.makeIterator() }
}

extension ScriptParameter: Named {}
extension SavedSet: Named {}
