public import Market

/// Ticks in the order of time, a batch at a time.
///
/// A batch of some hundred ticks makes the cost of the call vanish: one existential call, one
/// exclusive access, and then a plain loop over memory.
public protocol TickSource: AnyObject {
  /// Fills a buffer from its beginning.
  ///
  /// Ticks before a malformed row are delivered first; the error comes with the next call, and with
  /// every call after that.
  ///
  /// - Parameter buffer: Room for at least one tick, initialised.
  /// - Returns: How many ticks were written; 0 at the end, and only there.
  /// - Throws: What is wrong with the input, and where.
  func nextBatch(into buffer: UnsafeMutableBufferPointer<Tick>) throws(RecordingError) -> Int

  /// The narrowest record that holds everything these ticks may say.
  var recordWidth: RecordWidth { get }

  /// What has been met so far.
  var counts: TickReadCounts { get }

  /// How much has been consumed.
  var progress: TickReadProgress { get }
}
