/// What lies at the cursor of a text file.
enum TextLine {
  /// A line without its end; valid until the window moves on.
  case text(UnsafeRawBufferPointer)
  /// More bytes than a line may have; the cursor stays.
  case tooLong
  /// The end of the file.
  case end
}
