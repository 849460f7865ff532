public import Diagnostics

/// How large a table a question may make, where its size is a product: what `with empty` and `across` multiply. Found out before anything is made.
public enum TableLimits {
  /// Groups of `with empty`, all points of a `trend` together
  public static let groups = 1_000_000
  /// Columns of `across`, a measure each
  public static let columns = 10_000
  /// Rows of `across` times its columns
  public static let cells = 20_000_000

  /// `found` is nil where the product is beyond counting.
  public static func tooManyGroups(_ found: Int?) -> Bilingual {
    guard let found else {
      return Bilingual("`with empty` makes at most \(groups) groups", "`with empty` 最多产生 \(groups) 组")
    }
    return Bilingual(
      "`with empty` makes \(found) groups here, and the limit is \(groups)", "`with empty` 在此产生 \(found) 组，上限为 \(groups) 组")
  }

  public static let fewerGroups = Bilingual(
    "leave out `with empty`, or group by fewer keys", "可去掉 `with empty`，或减少分组的键")
}
