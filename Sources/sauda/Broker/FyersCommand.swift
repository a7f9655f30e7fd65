import ArgumentParser

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
