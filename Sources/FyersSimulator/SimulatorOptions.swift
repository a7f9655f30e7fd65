import Recording

/// What a simulation is asked to do.
public struct SimulatorOptions: Sendable {
  /// Tick files; they are read twice, so standard input is none.
  public var files: [String]
  /// The symbols of files without a symbol column, as ``FileSymbols`` reads them.
  public var symbols: [String] = []
  /// The loopback address to listen on.
  public var host = "127.0.0.1"
  /// The port; 0 takes a free one.
  public var port = 9_000
  /// How fast the recording is played.
  public var speed = PlaybackSpeed.times(1)
  /// Which dates and times the ticks carry.
  public var clock = PlaybackClock.today
  /// Whether it starts again at its end.
  public var loops = false
  /// The seed of everything that chance decides.
  public var seed: UInt64 = 1
  /// What becomes of the time between two ticks.
  public var pauses = Pauses()
  /// Faults armed from the start: `NAME`, `NAME=PROBABILITY`, see ``FaultPlan``.
  public var faults: [String] = []
  /// Money at the start of the day, in whole rupees.
  public var cash: Int64 = 500_000
  /// Which logins and tokens open it.
  public var tokens = Tokens()
  /// Calls a second, a minute and a day; 0 for no limit.
  public var callLimits = CallLimits()
  /// Topics of one data socket, as a broker's plan limits them.
  public var topicsMax = 5_000

  /// Which logins and tokens open the simulator.
  public struct Tokens: Sendable, Equatable {
    /// The app's secret, when login hashes are to be verified; else every well-formed one is
    /// accepted.
    public var secret: String?
    /// Whether only tokens made here are accepted, not those a test has made for itself.
    public var acceptsOwnOnly = false
    /// How many seconds the access tokens made here are good; nil until the next 06:00 IST, as the
    /// broker's.
    public var life: Int64?
  }

  /// What becomes of the time between two ticks.
  public struct Pauses: Sendable, Equatable {
    /// The longest at speed 1x, in nanoseconds; longer ones are shortened.
    public var longest: Int64 = 60_000_000_000
    /// Whether hours in which every symbol of the files is closed are leapt over at once.
    public var skipsClosed = false
  }

  /// Options with the defaults of `sauda simulate`.
  public init(files: [String]) { self.files = files }

  /// How the files are read.
  ///
  /// - Throws: That a symbol does not say of which file it is.
  func reading() throws(RecordingError) -> TickReadOptions {
    var reading = TickReadOptions()
    reading.fileSymbols = try FileSymbols(symbols, files: files)
    return reading
  }
}
