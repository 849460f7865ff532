/// The language in which headings, values and notes are worded.
public enum Language: String, Sendable, CaseIterable {
  case english = "en"
  case chinese = "zh"
}
