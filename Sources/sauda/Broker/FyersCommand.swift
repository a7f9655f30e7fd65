import ArgumentParser
import Runtime

/// `sauda fyers`.
struct FyersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fyers", abstract: "Tools for FYERS' protocols.",
    discussion: """
      Example:
        sauda fyers decode cases.ndjson
      """,
    subcommands: [FyersDecodeCommand.self])
}

/// `sauda fyers decode`.
struct FyersDecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode", abstract: "Decode captured packets of the data socket.",
    discussion: """
      Reads lines of {"name","mode","symbols","frames_b64"} and prints a line of
      {"name","messages","errors"} for each, with the official client's field names.

      Examples:
        sauda fyers decode cases.ndjson
        sauda fyers decode - --compat < cases.ndjson

      Exit codes: 0 done, 65 a line is no case (named by number), 74 the file cannot be read.
      """)

  @Argument(help: "The file of cases; - is standard input.")
  var cases: String

  @Flag(help: "Reproduce the official client's bugs.")
  var compat = false

  func run() throws { throw ExitCode(PacketDecoding.run(path: cases, isCompatible: compat)) }
}
