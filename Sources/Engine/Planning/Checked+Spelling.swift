import Diagnostics
import Query

extension Checked {
  /// Equal for expressions that are the same wherever they stand in the query.
  var spelledWithoutRanges: String {
    let plain = rewritten { node in
      var node = node.unwrapped
      node.range = SourceRange(0, 0)
      return node
    }
    return String(describing: plain.node)
  }
}
