import Results
import Schema
import Store

// One number a cell that sorts as the cell does: what sorting, grouping, extremes and distinct counts work on.
// A missing cell's number has no meaning.

/// Numbers whose order is that of the cells: choices by code, links by key, text by code point, false before true.
func orderCodes(_ vector: Vector, _ polling: Polling) throws -> [UInt64] {
  let count = vector.count
  switch vector.cells {
  case .int32(let cells): return try polling.map(count) { UInt64(bitPattern: Int64(cells[$0])) ^ 1 << 63 }
  case .int64(let cells): return try polling.map(count) { UInt64(bitPattern: cells[$0]) ^ 1 << 63 }
  case .decimal(let cells, _):
    if cells.prefix(count).allSatisfy({ Int64(exactly: $0) != nil }) {
      return try polling.map(count) { UInt64(bitPattern: Int64(truncatingIfNeeded: cells[$0])) ^ 1 << 63 }
    }
    return try wideRanks(cells, count, polling)
  case .bits(let bits): return try polling.map(count) { bits[$0] ? 1 : 0 }
  case .text(let texts): return try textRanks(texts, vector, polling)
  case .mixed(let mixed):
    return try textRanks(try polling.map(count) { vector.isKnown($0) ? mixed.text($0) : "" }, vector, polling)
  case .codes(let codes, let names):
    // A text dictionary is sorted; the keys of an entity may begin with declared ones.
    if case .text = vector.type, !(names is TextDictionary) { return try textRanks(codes, names, vector, polling) }
    return try polling.map(count) { UInt64(codes[$0]) }
  }
}

/// Numbers that have no room in 64 bits, by their place among the different ones.
private func wideRanks(_ cells: [Int128], _ count: Int, _ polling: Polling) throws -> [UInt64] {
  let distinct = try polling.sorted(Array(Set(cells.prefix(count))), by: <)
  var rank = [Int128: UInt64](minimumCapacity: distinct.count)
  try polling.forEach(distinct.count) { rank[distinct[$0]] = UInt64($0) }
  return try polling.map(count) { rank[cells[$0]]! }
}

/// By code point, which is the order of the UTF-8 bytes.
func isBefore(_ left: String, _ right: String) -> Bool { left.utf8.lexicographicallyPrecedes(right.utf8) }

func isSame(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }

private func textRanks(_ texts: [String], _ vector: Vector, _ polling: Polling) throws -> [UInt64] {
  let places = try polling.sorted((0..<vector.count).filter { vector.isKnown($0) }) { isBefore(texts[$0], texts[$1]) }
  var ranks = [UInt64](repeating: 0, count: vector.count)
  var rank: UInt64 = 0
  try polling.forEach(places.count) { index in
    let place = places[index]
    if index > 0, !isSame(texts[places[index - 1]], texts[place]) { rank += 1 }
    ranks[place] = rank
  }
  return ranks
}

/// Spells each distinct text once.
private func textRanks(_ codes: [UInt32], _ names: any CodeNames, _ vector: Vector, _ polling: Polling) throws -> [UInt64] {
  var rankOfCode: [UInt32: UInt64] = [:]
  try polling.forEach(vector.count) { if vector.isKnown($0) { rankOfCode[codes[$0]] = 0 } }
  let found = Array(rankOfCode.keys)
  let spelled = try polling.sorted(try polling.map(found.count) { (code: found[$0], text: names.code(Int(found[$0]))) }) {
    isBefore($0.text, $1.text)
  }
  var rank: UInt64 = 0
  for (index, item) in spelled.enumerated() {
    if index > 0, !isSame(spelled[index - 1].text, item.text) { rank += 1 }
    rankOfCode[item.code] = rank
  }
  return try polling.map(vector.count) { vector.isKnown($0) ? rankOfCode[codes[$0]]! : 0 }
}

extension Evaluator {
  /// How many values of a choice have an order; 0 where none has, and for other types.
  func orderedCount(_ type: DataType) -> Int {
    if case .choice(let choice) = type { choices[choice].orderedCount } else { 0 }
  }

  /// The cells that can be more or less than others: of a choice some of whose values have an order, only these.
  func rankable(_ vector: Vector) -> Vector {
    let ordered = orderedCount(vector.type)
    guard ordered > 0, case .codes(let codes, _) = vector.cells else { return vector }
    var vector = vector
    vector.validity = bothKnown(vector.validity, placesWithCode(codes, vector.count, [Bool](repeating: true, count: ordered)))
    return vector
  }
}

extension Evaluator {
  /// How many of the cells - at some places, or all - are values of a choice that its order leaves out.
  func outsideOrder(_ vector: Vector, places: [Int32]?) -> Int {
    guard orderedCount(vector.type) > 0 else { return 0 }
    let inside = rankable(vector)
    func known(_ vector: Vector) -> Int {
      guard let places else { return vector.validity?.population ?? vector.count }
      return places.count { vector.isKnown(Int($0)) }
    }
    return known(vector) - known(inside)
  }
}

/// The columns that an order compares, first one first. Missing cells come last both ways; what is equal in all of them goes by key.
struct PlaceOrder {
  struct Key {
    var codes: [UInt64]
    var known: Bitmap?
  }

  private(set) var keys: [Key] = []
  /// Where each place stands in key order; nil where places are in it.
  var keyOrder: [UInt32]?
  let polling: Polling

  init(_ polling: Polling) { self.polling = polling }

  /// - Parameter ordered: how many values of a choice have an order; the others come behind them both ways. 0: all are alike.
  mutating func append(_ vector: Vector, isDescending: Bool, ordered: Int = 0) throws {
    var codes = try orderCodes(vector, polling)
    if isDescending {
      let ordered = UInt64(ordered)
      for place in codes.indices {
        codes[place] = ordered == 0 ? ~codes[place] : codes[place] < ordered ? ordered - 1 - codes[place] : codes[place]
      }
    }
    keys.append(Key(codes: codes, known: vector.validity))
  }

  /// Whether two places hold the same in every column.
  func isTie(_ left: Int32, _ right: Int32) -> Bool {
    for key in keys {
      let (leftKnown, rightKnown) = (key.known?[Int(left)] ?? true, key.known?[Int(right)] ?? true)
      if leftKnown != rightKnown || (leftKnown && key.codes[Int(left)] != key.codes[Int(right)]) { return false }
    }
    return true
  }

  func isBefore(_ left: Int32, _ right: Int32) -> Bool {
    for key in keys {
      if let known = key.known {
        let (leftKnown, rightKnown) = (known[Int(left)], known[Int(right)])
        if leftKnown != rightKnown { return leftKnown }
        if !leftKnown { continue }
      }
      let (leftCode, rightCode) = (key.codes[Int(left)], key.codes[Int(right)])
      if leftCode != rightCode { return leftCode < rightCode }
    }
    if let keyOrder, keyOrder[Int(left)] != keyOrder[Int(right)] { return keyOrder[Int(left)] < keyOrder[Int(right)] }
    return left < right
  }

  func sorted(_ places: [Int32]) throws -> [Int32] { try polling.sorted(places, by: isBefore) }

  /// The first `limit` of the sorted places: a heap of that size whose top is the worst place kept, so most places cost one comparison.
  func first(_ limit: Int, of places: [Int32]) throws -> [Int32] {
    guard limit < places.count else { return try sorted(places) }
    guard limit > 0 else { return [] }
    var heap: [Int32] = []
    heap.reserveCapacity(limit)
    try polling.forEach(places.count) { index in
      let place = places[index]
      if heap.count < limit {
        heap.append(place)
        var child = heap.count - 1
        while child > 0, isBefore(heap[(child - 1) / 2], heap[child]) {
          heap.swapAt(child, (child - 1) / 2)
          child = (child - 1) / 2
        }
      } else if isBefore(place, heap[0]) {
        heap[0] = place
        var parent = 0
        while true {
          var worst = parent
          for child in [2 * parent + 1, 2 * parent + 2] where child < limit && isBefore(heap[worst], heap[child]) { worst = child }
          if worst == parent { break }
          heap.swapAt(parent, worst)
          parent = worst
        }
      }
    }
    return try sorted(heap)
  }
}

/// Sorted distinct numbers, and for each place its index among them.
func factorized(_ codes: [UInt64], _ polling: Polling) throws -> (indexes: [UInt32], distinct: [UInt64]) {
  guard let low = codes.min(), let high = codes.max() else { return ([], []) }
  if high - low < UInt64(max(polling.closeNumbers, polling.closeShare * codes.count)) {
    var seen = Bitmap(count: Int(high - low) + 1)
    try polling.forEach(codes.count) { seen.words[Int(codes[$0] - low) >> 6] |= 1 &<< ((codes[$0] - low) & 63) }
    var indexOf = [UInt32](repeating: 0, count: seen.count)
    var distinct: [UInt64] = []
    seen.forEach {
      indexOf[$0] = UInt32(distinct.count)
      distinct.append(UInt64($0) + low)
    }
    return (try polling.map(codes.count) { indexOf[Int(codes[$0] - low)] }, distinct)
  }
  var different: Set<UInt64> = []
  try polling.forEach(codes.count) { different.insert(codes[$0]) }
  let distinct = try polling.sorted(Array(different), by: <)
  var indexOf = [UInt64: UInt32](minimumCapacity: distinct.count)
  try polling.forEach(distinct.count) { indexOf[distinct[$0]] = UInt32($0) }
  return (try polling.map(codes.count) { indexOf[codes[$0]]! }, distinct)
}
