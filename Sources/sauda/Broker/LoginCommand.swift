import ArgumentParser
import Runtime

/// `sauda login`.
struct LoginCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "login", abstract: "Log in at FYERS and save the day's token.",
    discussion: """
      Prints the address to open; FYERS sends the browser back to the redirect address registered
      with your app. FYERS_APP_ID and FYERS_SECRET_ID come from the environment, .env or sauda.json,
      never from arguments. A running session takes the new token by itself.

      Examples:
        sauda login
        sauda login --redirect https://example.com/back --paste
        sauda login --fyers-url http://127.0.0.1:9000

      Exit codes: 0 saved, 74 not saved or port taken, 75 unreachable or nobody came back, 77 refused.
      """)

  @Option(help: "The redirect address registered with the app.")
  var redirect = "http://127.0.0.1:8123/"

  @Option(help: "How long to wait for the browser.")
  var timeout = "5m"

  @Flag(help: "Read the address the browser ends at from standard input.")
  var paste = false

  @Option(help: "A simulator on this machine instead of FYERS.")
  var fyersURL: String?

  func run() throws {
    throw ExitCode(
      BrokerLogin.run(url: fyersURL, redirect: redirect, timeout: timeout, pastes: paste))
  }
}
