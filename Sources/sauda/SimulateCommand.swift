import ArgumentParser
import FyersSimulator
import Runtime

/// `sauda simulate`.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Play a recording as a FYERS-like exchange on this machine.",
    discussion: """
      REST, data socket, order socket, depth socket and the guide's quote socket on one loopback
      port; FYERS' own Python client works against it. Faults are armed by --fault or while it runs:
      curl -X POST http://127.0.0.1:9000/control/reject

      Example:
        sauda simulate --ticks day.csv --port 9000 --speed 10x --loop
        sauda simulate --ticks week.csv --clock recording --speed 60x --skip-closed
      """)

  @Option(name: .customLong("ticks"), parsing: .upToNextOption, help: "Tick files, merged by time.")
  var files: [String]

  @Option(help: "The symbol of a file without a symbol column; FILE=SYMBOL for each of several.")
  var symbol: [String] = []

  @Option(help: "The loopback address to listen on.")
  var host = "127.0.0.1"

  @Option(help: "The port; 0 takes a free one.")
  var port = 9_000

  @Option(help: "1x, 10x (any factor up to 1000x) or max; max waits for the first subscription.")
  var speed = "1x"

  @Option(help: "Dates of the ticks: today (same time of day), recording, or now.")
  var clock = "today"

  @Flag(name: .customLong("loop"), help: "Start again at the end.")
  var loops = false

  @Option(help: "The longest pause between two ticks at 1x, in seconds; longer ones are shortened.")
  var maxGap = 60

  @Flag(
    name: .customLong("skip-closed"),
    help: "Leap over hours in which every symbol of the files is closed: nights, weekends.")
  var skipsClosed = false

  @Option(help: "The seed of everything that chance decides.")
  var seed: UInt64 = 1

  @Option(
    name: .customLong("fault"),
    help: "A fault from the start, NAME or NAME=PROBABILITY; --fault help lists them.")
  var faults: [String] = []

  @Option(help: "Money at the start, in whole rupees.")
  var cash: Int64 = 500_000

  @Option(help: "Call limits: default, broker (10 a second, 200 a minute) or none.")
  var limits = "default"

  @Flag(help: "Accept only tokens that were issued here.")
  var ownTokensOnly = false

  @Option(help: "Seconds the tokens issued here are good; as FYERS' until 06:00 IST without it.")
  var tokenLife: Int64?

  func run() throws {
    var options = SimulatorOptions(files: files)
    guard let speed = PlaybackSpeed(text: speed) else {
      throw ValidationError("--speed: expected 1x, 10x or max, found \(self.speed)")
    }
    guard let clock = PlaybackClock(rawValue: clock) else {
      throw ValidationError("--clock: expected today, recording or now, found \(self.clock)")
    }
    guard (1...86_400).contains(maxGap) else {
      throw ValidationError("--max-gap: expected 1 to 86400 seconds, found \(maxGap)")
    }
    switch limits {
    case "default": break
    case "broker": options.callLimits = .broker
    case "none": options.callLimits = .none
    default: throw ValidationError("--limits: expected default, broker or none, found \(limits)")
    }
    if let tokenLife, !(1...31_536_000).contains(tokenLife) {
      throw ValidationError("--token-life: expected 1 to 31536000 seconds, found \(tokenLife)")
    }
    options.tokens.life = tokenLife
    options.symbols = symbol
    options.host = host
    options.port = port
    options.speed = speed
    options.clock = clock
    options.loops = loops
    options.pauses.skipsClosed = skipsClosed
    options.pauses.longest = Int64(maxGap) * 1_000_000_000
    options.seed = seed
    options.faults = faults
    options.cash = cash
    options.tokens.acceptsOwnOnly = ownTokensOnly
    do throws(Stop) {
      try FileRoom.check()
    } catch {
      StandardStream.error.write("simulate: \(error.message)\n")
      throw ExitCode(error.code.rawValue)
    }
    throw ExitCode(SimulatorCommand.run(options))
  }
}
