import ArgumentParser

/// `sauda symbols`.
struct SymbolsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "symbols", abstract: "Look instruments up in the day's symbol master.",
    discussion: """
      Example:
        sauda symbols search sbin
      """,
    subcommands: [SymbolsSearchCommand.self])
}
