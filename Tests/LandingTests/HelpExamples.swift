import Landing
import Query

/// The examples of a help page as they are typed, without the ones of the shell; `{functions}` stands for those of the table.
func helpExamples(chinese: Bool) -> [String] {
  String(decoding: chinese ? Landing.chineseHelp : Landing.help, as: UTF8.self).split(separator: "\n").filter { $0.hasPrefix("    ") }
    .flatMap { line -> [String] in
      let example = line.dropFirst(4)
      if example == "{functions}" { return Builtin.allCases.map(\.facts.example) }
      return [String(example.hasPrefix("~ ") ? example.dropFirst(2) : example)]
    }
    .filter { !$0.hasPrefix("!") && !$0.hasPrefix("$") }
}
