import CKernels
import Results
import Store

/// Rows of a bitmap grouped by columns of codes, which kernels count and add up where they lie. A group is known by its id: the stored numbers of its
/// keys, 0 for missing, as the digits of one number.
final class CodeGroups {
  enum Ids {
    case single
    case u8(UnsafeBufferPointer<UInt8>)
    case u16(UnsafeBufferPointer<UInt16>)
    case u32(UnsafeBufferPointer<UInt32>)
    /// Several keys as one, made for this query
    case made16([UInt16])
    case made32([UInt32])
  }

  let entity: Int
  let limits: Limits
  let rows: Bitmap
  let ids: Ids
  let idCount: Int
  private let bitmaps: [UnsafePointer<UInt64>]?
  /// The groups are those of many snapshots: a group's id is that of its rows, more by ``idCount`` for each snapshot before.
  let sweep: VersionSweep?
  /// Sums that were worked out while the rows were counted.
  private let early: [EarlySums]
  /// For each key how far its digit counts.
  private let factors: [Int]
  private let keyCounts: [Int]
  /// Ids of the groups that have rows, in the order in which groups are shown: by the codes of the keys, missing ones last.
  let groups: [Int]
  /// Rows of each group.
  let counts: [Int]

  /// Not of more groups than a ``CodeGrouping`` may have.
  init(
    _ rows: Bitmap, _ keys: [PackedCells], entity: Int, _ limits: Limits, adding summed: [PackedCells] = [],
    sweeping snapshots: SweptSnapshots? = nil
  ) {
    self.entity = entity
    self.limits = limits
    self.rows = rows
    keyCounts = keys.map { Int($0.top) + 1 }
    var product = 1
    var factors: [Int] = []
    for count in keyCounts.reversed() {
      factors.append(product)
      product *= count
    }
    self.factors = factors.reversed()
    idCount = product
    ids = Self.ids(keys, self.factors, product, rows.count, limits)
    bitmaps = keys.count == 1 ? Self.bitmaps(of: keys[0]) : nil
    sweep = snapshots.map { VersionSweep($0.table, snapshots: $0.wanted, of: $0.count, limits) }
    let all: [Int]
    if let first = summed.first, !keys.isEmpty {
      let second = sweep == nil && summed.count > 1 && first.width == 4 && summed[1].width == 4 ? summed[1] : nil
      let totals =
        sweep?.sums(first, ids, product, of: rows)
        ?? Adding(cells: first, ids: ids, idCount: product, limits: limits).totals(of: rows, and: second)
      all = Array(totals.counts.prefix(totals.counts.count / (second == nil ? 1 : 2)))
      var early = [EarlySums(cells: first, sums: Array(totals.sums.prefix(all.count)), known: all)]
      if let second {
        early.append(EarlySums(cells: second, sums: Array(totals.sums[all.count...]), known: Array(totals.counts[all.count...])))
      }
      self.early = early
    } else {
      (all, early) = (sweep?.counts(ids, product, of: rows) ?? Self.counted(ids, product, rows, bitmaps, limits), [])
    }
    let keyCounts = keyCounts
    let placed = self.factors
    /// The place of an id in the order: its digits with missing behind all codes.
    func order(_ id: Int) -> Int {
      var rest = id % product
      var order = id / product
      for (factor, count) in zip(placed, keyCounts) {
        let digit = rest / factor
        rest %= factor
        order = order * count + (digit == 0 ? count - 1 : digit - 1)
      }
      return order
    }
    // Without keys there is a group of no rows as well.
    groups = keys.isEmpty ? Array(all.indices) : all.indices.filter { all[$0] > 0 }.sorted { order($0) < order($1) }
    counts = groups.map { all[$0] }
  }

  /// The stored number of a key in a group.
  func stored(_ key: Int, ofGroup group: Int) -> Int { groups[group] % idCount / factors[key] % keyCounts[key] }

  /// The place of a group's snapshot among those swept.
  func moment(ofGroup group: Int) -> Int { groups[group] / idCount }

  /// Rows of each group among some of the rows.
  func counts(of rows: Bitmap) -> [Int] {
    let all = sweep?.counts(ids, idCount, of: rows) ?? Self.counted(ids, idCount, rows, bitmaps, limits)
    return groups.map { all[$0] }
  }

  /// Sums that were worked out while the rows were counted, by id.
  private struct EarlySums {
    let cells: PackedCells
    let sums: [UInt64]
    let known: [Int]
  }

  /// The sums and known cells of a column over all rows, if they were worked out with the counts.
  func earlySums(_ cells: PackedCells, of rows: Bitmap) -> (sums: [UInt64], known: [Int])? {
    guard let early = early.first(where: { $0.cells.isSame(as: cells) }), rows.isSame(as: self.rows) else { return nil }
    return (groups.map { early.sums[$0] }, groups.map { early.known[$0] })
  }

  /// How many of some rows there are, at all snapshots swept.
  func count(of rows: Bitmap) -> Int { sweep == nil ? rows.population : counts(of: rows).reduce(0, +) }

  /// The stored bitmaps of a key of few values, by code.
  private static func bitmaps(of key: PackedCells) -> [UnsafePointer<UInt64>]? {
    let bitmaps = (0..<Int(key.top)).map { key.bitmap(code: $0) }
    return bitmaps.contains { $0 == nil } ? nil : bitmaps.map { $0! }
  }

  private static func counted(_ ids: Ids, _ count: Int, _ rows: Bitmap, _ bitmaps: [UnsafePointer<UInt64>]?, _ limits: Limits) -> [Int] {
    let population = rows.population
    if case .single = ids { return [population] }
    // A bitmap costs a step for 64 rows, going through the rows one for each.
    if let bitmaps, bitmaps.count * rows.words.count < population {
      let known = bitmaps.map { luodi_count_and(rows.words, $0, rows.words.count) }
      return [population - known.reduce(0, +)] + known
    }
    return Adding(cells: nil, ids: ids, idCount: count, limits: limits).totals(of: rows).counts
  }

  private static func ids(_ keys: [PackedCells], _ factors: [Int], _ product: Int, _ limit: Int, _ limits: Limits) -> Ids {
    guard let first = keys.first else { return .single }
    guard keys.count > 1 else {
      switch first.width {
      case 1: return .u8(first.u8)
      case 2: return .u16(first.u16)
      default: return .u32(first.u32)
      }
    }
    if product <= min(limits.narrowIds, 1 << 16) {
      var ids = [UInt16](repeating: 0, count: limit)
      for (key, factor) in zip(keys, factors) {
        switch key.width {
        case 1: luodi_add_scaled_u8_u16(key.u8.baseAddress, limit, UInt16(factor), &ids)
        case 2: luodi_add_scaled_u16_u16(key.u16.baseAddress, limit, UInt16(factor), &ids)
        default: luodi_add_scaled_u32_u16(key.u32.baseAddress, limit, UInt16(factor), &ids)
        }
      }
      return .made16(ids)
    }
    var ids = [UInt32](repeating: 0, count: limit)
    for (key, factor) in zip(keys, factors) {
      switch key.width {
      case 1: luodi_add_scaled_u8_u32(key.u8.baseAddress, limit, UInt32(factor), &ids)
      case 2: luodi_add_scaled_u16_u32(key.u16.baseAddress, limit, UInt32(factor), &ids)
      default: luodi_add_scaled_u32_u32(key.u32.baseAddress, limit, UInt32(factor), &ids)
      }
    }
    return .made32(ids)
  }
}
