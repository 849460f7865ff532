import CKernels
import Query
import Schema

/// A condition that kernels test on the whole columns of a table, as they lie in the library: what ``PredicateCompiler`` makes of a condition where it
/// can. The answer is a bit a row; bits of rows that hold no record at the snapshot have no meaning.
indirect enum ColumnPredicate {
  case always(Bool)
  /// Dates, amounts, numbers: `low <= x <= high` as stored numbers, the lower at least 1
  case stored(field: Int, ClosedRange<UInt64>)
  /// Numbers that have no place in 64 bits, as mantissas
  case wide(field: Int, ClosedRange<Int128>)
  /// Choices, links, texts of a dictionary: one of these codes
  case codes(field: Int, [Int])
  /// The records with these key numbers
  case keys([Int])
  case flag(field: Int)
  case known(field: Int)
  /// Texts that hold a part, or are equal to it
  case text(field: Int, part: String, isWhole: Bool)
  /// A condition on the record that a link leads to; false without one
  case linked(field: Int, target: Int, ColumnPredicate)
  /// `any node (C)`; nil is no condition
  case quantified(Quantifier, ReverseLink, ColumnPredicate?)
  /// Versions that begin after this snapshot
  case begunAfter(Int)
  /// The record's cell here, compared with its cell at another snapshot, which is missing where it has no version there
  case cellChange(field: Int, snapshot: Int, Outcomes)
  /// A condition on the record at another snapshot; false where it has no version there
  case atSnapshot(snapshot: Int, ColumnPredicate)
  case not(ColumnPredicate)
  case and([ColumnPredicate])
  case or([ColumnPredicate])
}

/// What a cell may be to the cell that it is compared with. A missing cell is nothing to a missing one.
struct Outcomes: OptionSet {
  let rawValue: UInt32
  static let less = Outcomes(rawValue: LUODI_LESS)
  static let equal = Outcomes(rawValue: LUODI_EQUAL)
  static let greater = Outcomes(rawValue: LUODI_GREATER)
  static let oneMissing = Outcomes(rawValue: LUODI_ONE_MISSING)
}
