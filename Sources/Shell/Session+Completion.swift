extension Session {
  func completions(of text: String, at offset: Int) -> LineEditor.Completions { LineEditor.Completions(start: offset, candidates: []) }
}
