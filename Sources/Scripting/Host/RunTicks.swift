import CLuaBridge
import Market

/// The ticks of the run that is under way; empty while none is.
struct RunTicks {
  /// The ticks, or the batch they are picked out of.
  var ticks = UnsafeBufferPointer<Tick>(start: nil, count: 0)
  /// The places of the run's ticks in the batch; empty when all of it is the run's.
  var picks = UnsafeBufferPointer<Int32>(start: nil, count: 0)
  /// With picks, the number of each tick of the batch.
  var numbers = UnsafeBufferPointer<Int64>(start: nil, count: 0)

  /// Ticks as the bridge reads them.
  static func quotes(_ ticks: UnsafeBufferPointer<Tick>) -> UnsafePointer<sauda_quote>? {
    UnsafeRawPointer(ticks.baseAddress)?.assumingMemoryBound(to: sauda_quote.self)
  }
}
