import CKernels
import Results
import Store

extension CodeGroups {
  /// Sums of stored numbers and how many cells are known, by group. `all` are the rows of each group. Cells of 8 bytes are so wide that 64 bits might
  /// not hold a sum: no plan asks for theirs.
  func sums(_ cells: PackedCells, of rows: Bitmap, _ all: [Int]) -> (sums: [UInt64], known: [Int]) {
    precondition(cells.width < 8, "a sum of wide cells")
    if let early = earlySums(cells, of: rows) { return early }
    if let sweep {
      let (sums, known) = sweep.sums(cells, ids, idCount, of: rows)
      return (groups.map { sums[$0] }, groups.map { known[$0] })
    }
    let (sums, known) = Adding(cells: cells, ids: ids, idCount: idCount, limits: limits).totals(of: rows)
    return (groups.map { sums[$0] }, groups.map { known[$0] })
  }

  /// The smallest or largest stored number of each group; 0 where no cell is known.
  func extremes(_ cells: PackedCells, of rows: Bitmap, isSmallest: Bool) -> [UInt64] {
    var best = [UInt64](repeating: isSmallest ? .max : 0, count: idCount)
    let (limit, words) = (rows.count, rows.words)
    func run<Id>(
      _ ids: UnsafePointer<Id>, _ u8: ExtremeKernel<Id, UInt8>, _ u16: ExtremeKernel<Id, UInt16>, _ u32: ExtremeKernel<Id, UInt32>,
      _ u64: ExtremeKernel<Id, UInt64>
    ) {
      switch cells.width {
      case 1: u8(ids, cells.u8.baseAddress, words, limit, &best)
      case 2: u16(ids, cells.u16.baseAddress, words, limit, &best)
      case 4: u32(ids, cells.u32.baseAddress, words, limit, &best)
      default: u64(ids, cells.u64.baseAddress, words, limit, &best)
      }
    }
    if isSmallest {
      withIds(
        u8: { run($0, luodi_group_least_u8_u8, luodi_group_least_u8_u16, luodi_group_least_u8_u32, luodi_group_least_u8_u64) },
        u16: { run($0, luodi_group_least_u16_u8, luodi_group_least_u16_u16, luodi_group_least_u16_u32, luodi_group_least_u16_u64) },
        u32: { run($0, luodi_group_least_u32_u8, luodi_group_least_u32_u16, luodi_group_least_u32_u32, luodi_group_least_u32_u64) })
      return groups.map { best[$0] &+ 1 }
    }
    withIds(
      u8: { run($0, luodi_group_greatest_u8_u8, luodi_group_greatest_u8_u16, luodi_group_greatest_u8_u32, luodi_group_greatest_u8_u64) },
      u16: {
        run($0, luodi_group_greatest_u16_u8, luodi_group_greatest_u16_u16, luodi_group_greatest_u16_u32, luodi_group_greatest_u16_u64)
      },
      u32: {
        run($0, luodi_group_greatest_u32_u8, luodi_group_greatest_u32_u16, luodi_group_greatest_u32_u32, luodi_group_greatest_u32_u64)
      })
    return groups.map { best[$0] }
  }

  private typealias ExtremeKernel<Id, Cell> = (
    UnsafePointer<Id>?, UnsafePointer<Cell>?, UnsafePointer<UInt64>?, Int, UnsafeMutablePointer<UInt64>?
  ) -> Void

  /// Calls the body for the width of the ids. Without keys every row has id 0.
  private func withIds(
    u8: (UnsafePointer<UInt8>) -> Void, u16: (UnsafePointer<UInt16>) -> Void, u32: (UnsafePointer<UInt32>) -> Void
  ) {
    switch ids {
    case .single: [UInt8](repeating: 0, count: max(rows.count, 1)).withUnsafeBufferPointer { u8($0.baseAddress!) }
    case .u8(let ids): u8(ids.baseAddress!)
    case .u16(let ids): u16(ids.baseAddress!)
    case .u32(let ids): u32(ids.baseAddress!)
    case .made16(let ids): ids.withUnsafeBufferPointer { u16($0.baseAddress!) }
    case .made32(let ids): ids.withUnsafeBufferPointer { u32($0.baseAddress!) }
    }
  }

  /// The group of each of some rows, each of them in a group: what the general operators go by.
  func membership(of rows: [Int32]) -> [UInt32] {
    var groupOfID = [UInt32](repeating: 0, count: idCount)
    for (group, id) in groups.enumerated() { groupOfID[id] = UInt32(group) }
    return switch ids {
    case .single: [UInt32](repeating: 0, count: rows.count)
    case .u8(let ids): rows.map { groupOfID[Int(ids[Int($0)])] }
    case .u16(let ids): rows.map { groupOfID[Int(ids[Int($0)])] }
    case .u32(let ids): rows.map { groupOfID[Int(ids[Int($0)])] }
    case .made16(let ids): rows.map { groupOfID[Int(ids[Int($0)])] }
    case .made32(let ids): rows.map { groupOfID[Int(ids[Int($0)])] }
    }
  }
}
