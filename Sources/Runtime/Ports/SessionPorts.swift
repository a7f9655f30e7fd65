import Market

/// All that a session's engine has of the world outside, and may be given by a test.
///
/// It needs no randomness: the seed of its scripts is an option, and is recorded.
struct SessionPorts<Clock: TimeSource, Starter: ScriptStarter> {
  /// The time.
  let clock: Clock
  /// What is written down, and the texts that are read.
  let disk: any SessionDisk
  /// Starts scripts.
  let starter: Starter
  /// Knows price steps, lots and freeze quantities.
  let instruments: any InstrumentSource
  /// Loads scripts while the session goes on.
  let background: any BackgroundWork
  /// Finds out what a session has left that did not end itself.
  var restorer: any SessionRestorer = LocalRestorer()
}

/// Does what takes long apart from whoever asks for it, one piece after the other.
protocol BackgroundWork: AnyObject {
  /// Lets a piece of work be done; returns at once.
  func run(_ work: @escaping () -> Void)
}

/// Knows the price steps, lots and freeze quantities of instruments.
protocol InstrumentSource {
  /// What is known of symbols; it may have to ask somebody and wait.
  ///
  /// - Throws: ``Stop`` with exit code 74 for a file that cannot be read.
  func facts(of symbols: [String]) throws(Stop) -> InstrumentFacts
}

extension InstrumentFacts: InstrumentSource {
  func facts(of symbols: [String]) -> InstrumentFacts { self }
}

/// Prices from outside, on their way into a session's mailbox.
protocol SessionFeed: AnyObject {
  /// Begins to deliver the ticks of instruments, and what becomes of the connection; returns at once.
  func start(_ table: InstrumentTable, into mailbox: Mailbox)
  /// Ends it; returns once nothing more will come.
  func stop()
}
