import Glibc
import TestSupport
import Testing

/// A model written "to edit" can be used at once: it loads the same files, and every question has the same answer.
@Suite(.serialized) struct ModelOutTests {
  private let folder = "/tmp/luodi-model-out-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"

  private func shell(_ commands: String, input: String = "") -> Program.Outcome {
    Program.shell("root=$PWD; mkdir -p \(folder) && cd \(folder)\n" + commands + "\nrm -rf \(folder)", input: input)
  }

  /// Headers as files have them, which become names, and what stands below them, which becomes values.
  @Test(arguments: [
    "where,按,all,TRUE", "select,total %,2018,3D", "项目 名称,总投资（亿元）,区,“阶段”", "a b,a_b,a-b,A B", "\"x, y\",\"q \"\"z\"\"\",b`t,it's",
    "today,本月,5亿,2018-03",
    "😀,列 表,naïve,é", "key,name,label,alias", "of,的,from,every", "true_column,true,false,all_column",
    "\"two\nlines\",tab\there,\u{1}ctl,nbsp\u{A0}x",
    "-,--,#,。", String(repeating: "long", count: 60) + ",x,y,z", "id,count,sum,by",
  ])
  func anInferredModelReadsItsOwnFile(_ headers: String) {
    let rows = (0..<40).map {
      "K\($0),\(["where", "按", "a \"\"b\"\"", "10%"][$0 % 4].contains("\"") ? "\"a \"\"b\"\"\"" : ["where", "按", "", "10%"][$0 % 4]),\($0 * 3),2018-03-0\(1 + $0 % 9)"
    }
    let outcome = shell(
      """
      printf 'key,' > works.csv; cat >> works.csv
      luodi works.csv --date 2018-03-09 --model infer --model-out m.lq -q -c 'list works sort by key as csv' > one.csv || echo failed
      luodi works.csv --date 2018-03-09 --model m.lq --model-out n.lq -q -c 'list works sort by key as csv' > two.csv || { echo refused; cat m.lq; }
      cmp one.csv two.csv && cmp m.lq n.lq && wc -l < one.csv
      luodi works.csv --date 2018-03-09 --model m.lq -q -c 'count work' | tail -n 1
      """, input: headers + "\n" + rows.map { "R" + $0 }.joined(separator: "\n") + "\n")
    _ = outcome
    #expect(!outcome.output.contains("failed") && !outcome.output.contains("refused"), "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.hasSuffix("40\n"), "\(outcome.output)\(outcome.errors)")
  }

  /// The model that is at hand when a load infers another has definitions of entities that the data do not have.
  @Test func aFirstLoadWritesTheModelThatItInfers() {
    let outcome = shell(
      """
      mkdir d; printf 'id,kind,amount\\n1,x,3\\n2,y,4\\n3,x,1\\n' > d/works-2020-01-01.csv; cp d/works-2020-01-01.csv d/works-2020-01-08.csv
      luodi load new.luodi d/works-2020-01-01.csv --model infer --model-out m.lq -q; echo $?
      luodi load new.luodi d/works-2020-01-08.csv --model-out n.lq -q; echo $?; cmp m.lq n.lq && grep -c . m.lq
      luodi check m.lq > /dev/null; echo $?
      luodi new.luodi -q -c 'sum amount of works by kind' && luodi d --model m.lq -q -c 'sum amount of works by kind'
      printf '\\ndefine big for works as amount > 2\\n' | cat m.lq - > o.lq
      luodi load own.luodi d/works-2020-01-01.csv --model o.lq --model-out p.lq -q && grep -c '^define big' p.lq
      """)
    let answer = "kind,sum_amount\nx,4\ny,4\n"
    #expect(outcome.output == "0\n0\n4\n0\n\(answer)\(answer)1\n", "\(outcome.output)\(outcome.errors)")
  }

  /// Two files of which one is called as one row of the other.
  @Test func namesOfRecordsAreNobodyElses() {
    let outcome = shell(
      """
      mkdir d; printf 'id,n\\n1,2\\n2,3\\n' | tee d/works.csv > d/work.csv
      luodi d --date 2018-03-09 --model infer --model-out m.lq -q -c 'count works' && luodi d --date 2018-03-09 --model m.lq -q -c 'count work; count works'
      """)
    #expect(outcome.output == "count\n2\ncount\n2\ncount\n2\n", "\(outcome.output)\(outcome.errors)")
  }

  @Test func theBuiltInModelAnswersTheSame() {
    let questions =
      "-c 'count overdue projects by district' -c 'rank district by landing_rate of projects as csv' -c 'show WH-2018-0042' -c '列出 逾期 的 项目 前 3 按 总投资'"
    let data = "$root/examples/wuhan-2018/2018-12-28"
    let outcome = shell(
      """
      luodi \(data) -q --model-out m.lq \(questions) > one.txt && luodi \(data) -q --model m.lq \(questions) > two.txt && cmp one.txt two.txt && test -s one.txt && echo same
      luodi \(data) -q --model m.lq -c 'show project WH-2018-0042' | head -c 4
      luodi load lib.luodi \(data) -q && luodi lib.luodi -q --model-out n.lq \(questions) | cmp - one.txt && luodi lib.luodi -q --model n.lq \(questions) | cmp - one.txt && echo same
      """)
    #expect(outcome.output == "same\npartsame\n", "\(outcome.output)\(outcome.errors)")
  }

  /// A file whose name is no name, and a column without a header, are found again by the model that was written for them.
  @Test func namesThatWereMadeUpLeadBack() {
    let outcome = shell(
      """
      mkdir -p h/2018-01-05; printf 'id,name,\\n1,a,9\\n2,b,8\\n' | tee h/2018-01-05/2018.csv > h/2018-01-05/things.csv
      ask() { luodi h --no-cache -q "$@" -c 'sum column_3 of things' -c 'count column_2018'; }
      ask --model infer --model-out h.lq > one; ask --model h.lq --model-out i.lq > two; cmp one two && cmp h.lq i.lq && cat two
      luodi load l.luodi h --model infer --model-out j.lq -q 2> /dev/null; ask --model j.lq | cmp - one; luodi check h.lq; echo $?
      """)
    #expect(outcome.output == "sum_column_3\n17\ncount\n2\n0\n", "\(outcome.output)\(outcome.errors)")
  }
}
