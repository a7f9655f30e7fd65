import ArgumentParser
import Runtime

/// `sauda serve`.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve the HTTP API over an engine with prices by hand and paper fills.",
    discussion: """
      The next one with the same data folder goes on with the account: orders, positions, stops; --new
      begins afresh. The token of the API is in the data folder's api-token file, unless SAUDA_API_TOKEN is set.

      Example:
        sauda serve --port 8080
        curl -H "Authorization: Bearer $(cat ~/.local/share/sauda/api-token)" \\
          http://127.0.0.1:8080/api/live-trading/portfolio
      """)

  @Argument(help: "Lua files, one a strategy; none for trades by hand alone.")
  var scripts: [String] = []

  @OptionGroup var arguments: LiveArguments

  func run() throws {
    throw ExitCode(
      LiveRun.run(arguments.request(verb: "serve", scripts: scripts, feed: "manual")))
  }
}
