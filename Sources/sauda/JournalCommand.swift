import ArgumentParser
import Runtime

/// `sauda journal`.
struct JournalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journal",
    abstract: "Check and copy the journal of an account.",
    discussion: """
      Example:
        sauda journal check ~/.local/share/sauda/accounts/ema_cross
      """,
    // Until sessions write a journal.
    shouldDisplay: false,
    subcommands: [JournalCheckCommand.self, JournalBackupCommand.self])
}

/// `sauda journal check`.
struct JournalCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say whether a journal is whole and unchanged.",
    discussion: """
      Looks at the file's pages, the chain of hashes over all entries, what is kept by hash, and whether the
      books balance. A session may run meanwhile.

      Example:
        sauda journal check ~/.local/share/sauda/accounts/ema_cross

      Exit codes: 0 sound, 1 damaged, 65 no journal of this program, 74 I/O error.
      """)

  @Argument(help: "The account's folder, or a copy of its journal.")
  var folder: String

  func run() throws { throw ExitCode(JournalCommands.check(folder)) }
}

/// `sauda journal backup`.
struct JournalBackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy a journal, also while its session runs.",
    discussion: """
      The copy is complete. A copy of the file alone, with cp, would miss what is still in its log.

      Example:
        sauda journal backup ~/.local/share/sauda/accounts/ema_cross ema_cross.sqlite

      Exit codes: 0 copied, 64 the file is there already, 74 I/O error.
      """)

  @Argument(help: "The account's folder.")
  var folder: String

  @Argument(help: "The file to write.")
  var file: String

  func run() throws { throw ExitCode(JournalCommands.backup(folder, to: file)) }
}

/// `sauda sessions`.
struct SessionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sessions", abstract: "List the sessions of an account.",
    discussion: """
      Example:
        sauda sessions ~/.local/share/sauda/accounts/ema_cross

      Exit codes: 0 done, 74 I/O error.
      """,
    shouldDisplay: false)

  @Argument(help: "The account's folder.")
  var folder: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws { throw ExitCode(JournalCommands.sessions(folder, isJSON: json)) }
}

/// `sauda orders`.
struct OrdersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "orders", abstract: "List the orders of an account.",
    discussion: """
      With --json each order comes with its history, its fills and their charges.

      Examples:
        sauda orders ~/.local/share/sauda/accounts/ema_cross
        sauda orders ~/.local/share/sauda/accounts/ema_cross --session 3 --json

      Exit codes: 0 done, 64 no such session, 74 I/O error.
      """,
    shouldDisplay: false)

  @Argument(help: "The account's folder.")
  var folder: String

  @Option(help: "The number of a session; without it, all of them.")
  var session: Int64?

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    throw ExitCode(JournalCommands.orders(folder, session: session, isJSON: json))
  }
}
