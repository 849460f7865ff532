/// Where store and engine change from one way of doing something to another, and how much they take up at a time. Every way gives the same
/// answer, whatever stands here: these are figures of speed. Tests lower them, so that a dump of some rows takes every way.
public struct Limits: Sendable {
  /// How a library is laid out; what reads it knows.
  public var layout = LibraryLayout()

  // MARK: Two threads

  /// Words of 64 rows; below, handing over takes longer than the work.
  public var sharedWords = 1 << 13
  /// Bytes of a column that is compared with a range.
  public var sharedBytes = 1 << 22

  // MARK: Rows

  /// Up to so many rows are tested as whole columns, however few of them are left.
  public var wholeColumnRows = 1 << 16
  /// Testing a whole column costs as much as evaluating on one row in so many.
  public var evaluatedShare = 512
  /// Later conditions are tested only on the rows that passed, when those are less than one in so many.
  public var sparseShare = 8
  /// A cut of so many rows is kept in a heap of stored numbers.
  public var heapRows = 4096

  // MARK: Values

  /// Up to so many values of a list are each compared with a whole column.
  public var listedValues = 64
  /// The same of texts that hardly repeat, each of which is a search through all of them.
  public var listedTexts = 4
  /// Up to so many values of a list are each compared with all cells; of more, each cell is looked up.
  public var comparedValues = 16
  /// Numbers that lie as close are sorted by a bit each, whatever their count.
  public var closeNumbers = 1 << 16
  /// So are those that span no more than so many times their count.
  public var closeShare = 4

  // MARK: Groups

  /// More ids than this take too much room for sums.
  public var groupIds = 1 << 16
  /// Ids of several keys up to this number are made in 16 bits, which hold no more than 65,536.
  public var narrowIds = 1 << 16
  /// Groups by one key of fewer codes are always counted where the rows lie.
  public var easyCodes = 1 << 12
  /// Fewer rows than this are, too.
  public var easyRows = 1 << 12
  /// So are groups of more than one row in so many.
  public var groupedShare = 16
  /// More groups at more snapshots do not stay in the caches.
  public var sweptSlots = 1 << 15
  /// Up to so many sums each have eight places, which neighbours do not share; up to the second, two.
  public var spreadSums = 1 << 11
  public var pairedSums = 1 << 13
  /// Rows that are added up in one of the kernel's numbers.
  public var summedRows = 1 << 17

  // MARK: Blocks

  /// Rows between two looks at Ctrl-C, whose cells take nanoseconds each.
  public var block = 1 << 14
  /// The same of cells that take microseconds: texts.
  public var slowBlock = 1 << 9

  public init() {}

  /// All of them as low as they go: between 1 and 64.
  public init(lowered limit: Int) {
    precondition((1...64).contains(limit), "a lowered limit")
    layout = LibraryLayout(rowTextsFrom: limit, bitmapsFrom: limit)
    layout.zoneRows = 64
    (layout.singleRows, layout.gallop, layout.passShare) = (limit, 1 + limit / 16, limit)
    (sharedWords, sharedBytes, wholeColumnRows, evaluatedShare, sparseShare, heapRows) = (1 + limit / 16, limit, limit, limit, limit, limit)
    (listedValues, listedTexts, comparedValues, closeNumbers, closeShare) = (limit, limit, limit, limit, limit / 16)
    (groupIds, narrowIds, easyCodes, easyRows, groupedShare, sweptSlots) = (4 * limit, limit, limit, limit, limit, 8 * limit)
    (spreadSums, pairedSums, summedRows) = (limit, 2 * limit, limit)
    (block, slowBlock) = (limit, max(1, limit / 2))
  }
}
