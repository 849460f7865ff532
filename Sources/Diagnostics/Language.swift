/// The language in which messages, headings, values and notes are worded. Queries may be written in either, whatever this says.
public enum Language: String, Sendable, CaseIterable {
  case english = "en"
  case chinese = "zh"
}
