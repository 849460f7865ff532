import TestSupport
import Testing

/// Fields whose names are words of the language: reachable, and told how.
@Suite struct QuotedNameTests {
  private func ask(_ query: String, quiet: Bool = true) -> Program.Outcome {
    Program.shell("luodi Tests/ShellTests/Fixtures/words --model infer \(quiet ? "-q " : "")-c '\(query)'")
  }

  @Test(arguments: [
    ("list count of items", "count\n3\n5\n"), ("list id of items where count > 3", "id\nA-2\n"),
    ("list id, count of items sort by count desc", "id,count\nA-2,5\nA-1,3\n"), ("list id of items top 1 by count", "id\nA-2\n"),
    ("sum count, max(count), count of items", "sum_count,max_count,count\n8,5,2\n"),
    ("count items by count > 4", "count > 4,count\nfalse,1\ntrue,1\n"),
    ("count items by type sort by count", "type,count\nx,1\ny,1\n"), ("count items by type | where count > 1", "type,count\n"),
    ("list id, count of items | where count > 3", "id,count\nA-2,5\n"), ("sum(sum) / count of items", "sum(sum) / count\n15\n"),
    ("define many for items as count > 3; list id of many items", "id\nA-2\n"),
    ("define mean for items as sum(sum) / count; mean of items", "mean\n15\n"), ("list id of items where `count` > 3", "id\nA-2\n"),
    ("list id of items where `where` = \"south\"", "id\nA-2\n"), ("list id of items where `top` = 1 and `missing` = \"m\"", "id\nA-1\n"),
  ])
  func areReached(_ query: String, _ answer: String) {
    let outcome = ask(query)
    #expect(outcome.output == answer, "\(outcome.errors)")
  }

  @Test func aChineseFieldNamedLikeAnAggregateIsReached() {
    func ask(_ query: String) -> String {
      Program.shell(
        "mkdir -p /tmp/luodi-cn-$$/2018-01-05; printf '编号,个数,金额\\nB1,3,10\\nB2,5,20\\nB3,5,30\\n' > /tmp/luodi-cn-$$/2018-01-05/件.csv; luodi /tmp/luodi-cn-$$ --no-cache --model infer -q -c '\(query)'; rm -r /tmp/luodi-cn-$$"
      ).output
    }
    #expect(ask("列出 件 的 编号 其中 个数 > 3") == "编号\nB2\nB3\n")
    #expect(ask("统计 件 的 求和 个数") == "sum_个数\n13\n" || ask("统计 件 的 求和 个数").hasSuffix("\n13\n"))
    #expect(ask("统计 件 按 个数 > 4").hasSuffix("false,1\ntrue,2\n"))
  }

  @Test(arguments: [
    ("list items where where = north", "where"), ("count items by top", "top"), ("list items where top > 1", "top"),
    ("list items where type = x and not missing = m", "missing"), ("list id, known of items", "known"),
  ])
  func errorsAtSuchAWordSaySo(_ query: String, _ word: String) {
    let outcome = ask(query)
    #expect(outcome.status == 2)
    #expect(
      outcome.errors.contains("items have a field `\(word)`, a word of the language too: the name stands in back-quotes, `\(word)`"),
      "\(outcome.errors)")
    // Nothing of the kind where no field is named so.
    let other = Program.shell(CommandLineTests.tiny + " -q -c '\(query.replacing("items", with: "works"))'")
    #expect(!other.errors.contains("back-quotes"))
  }

  @Test func whoInfersAModelIsToldTheirNames() {
    #expect(ask("count items", quiet: false).errors.contains("so only in back-quotes: `where`, `top`, `missing`, `known`, `today`\n"))
    #expect(ask("describe items").output.contains("\n    `where`    text\n"))
  }
}
