/// What is wrong with a line, and where within it.
struct CsvFault: Error {
  /// The byte within the line, from 0.
  let offset: Int
  /// The column's name, where one cell is to blame.
  let subject: String?
  /// What would have been right.
  let expected: String
  /// What was there instead.
  let found: String

  /// The fault of a line of more bytes than a line may have.
  static let tooLong = CsvFault(
    offset: ByteWindow.lineBytesMax, subject: nil,
    expected: "a line of at most \(ByteWindow.lineBytesMax) bytes", found: "a longer one")
}
