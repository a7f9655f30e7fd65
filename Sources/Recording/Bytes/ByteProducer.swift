/// A stream of bytes that is read in large blocks.
protocol ByteProducer: AnyObject {
  /// Reads some bytes; 0 only at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(RecordingError) -> Int

  /// Bytes of the file consumed so far, and their number when it is known.
  var progress: TickReadProgress { get }
}
