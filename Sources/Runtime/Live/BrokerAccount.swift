import Fyers
import Market

/// The account at the broker that a verb uses, from the configuration.
enum BrokerAccount {
  /// Opens it.
  ///
  /// - Throws: ``Stop``: 64 for a wrong address, 77 when there is no token.
  static func open(_ options: LiveOptions, _ configuration: Configuration) throws(Stop)
    -> FyersAccount
  {
    let endpoints = try endpoints(options.fyersURL)
    let store = TokenStore(folder: options.dataFolder)
    let account: FyersAccount
    do throws(Fyers.TokenError) {
      account = try FyersAccount(
        endpoints: endpoints, appID: configuration.text("FYERS_APP_ID") ?? "",
        token: configuration.text("FYERS_AUTH_TOKEN").map { Secret($0) }, store: store)
    } catch {
      throw Stop(.notPermitted, "FYERS_AUTH_TOKEN: \(error)")
    }
    guard account.tokens.borrow() != nil else {
      let why = account.storeFailure.map { " (\($0))" } ?? ""
      throw Stop(.notPermitted, "no FYERS token\(why); run sauda login")
    }
    return account
  }

  private static func endpoints(_ url: String?) throws(Stop) -> FyersEndpoints {
    guard let url else { return .production }
    do throws(FyersError) {
      return try FyersEndpoints(loopbackURL: url)
    } catch {
      throw Stop(.usage, "\(error)")
    }
  }
}
