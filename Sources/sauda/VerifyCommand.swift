import ArgumentParser
import Runtime

/// `sauda verify`.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Run recorded sessions again and compare every decision.",
    discussion: """
      A session is run again from what it began with, with the texts it ran, and each decision is compared
      with what it wrote down then. The first difference is named, with both lines.

      Examples:
        sauda verify ~/.local/share/sauda/sessions/20261123-091500-ema_cross
        sauda verify ~/.local/share/sauda                  (every session there)

      Exit codes: 0 the same, 1 a difference, 65 not a session that can be read, 74 I/O error.
      """)

  @Argument(help: "The folder of a session, or a data folder.")
  var folder: String

  func run() throws { throw ExitCode(SessionVerify.run(folder)) }
}

/// The hidden verb with which the program starts itself to run a session again.
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: RestoreProcess.verb, abstract: "Find out what a session has left.",
    shouldDisplay: false)

  @Argument(help: "The folder of a session.")
  var folder: String

  func run() throws { throw ExitCode(RestoreProcess.run(folder)) }
}
