/// One change of a source text.
struct SourceEdit: Equatable {
  /// The bytes that go.
  let range: Range<Int>
  /// What comes in their place.
  let text: String
}
