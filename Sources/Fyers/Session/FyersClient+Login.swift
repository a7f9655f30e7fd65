extension FyersClient {
  /// Turns a login's code into the day's token.
  ///
  /// - Parameters:
  ///   - login: The login.
  ///   - code: The code that came back.
  ///   - secret: The app's secret.
  /// - Returns: The token; it is neither stored nor used yet.
  /// - Throws: ``FyersError``.
  public func token(
    of login: LoginRequest, code: Secret, secret: Secret
  ) async throws(FyersError) -> AccessToken {
    let reply = try await perform(login.exchange(code: code, secret: secret))
    guard case .success = reply.verdict, let text = reply["access_token"]?.text else {
      switch reply.verdict {
      case .refused(let code, let message): throw .refused(code: code, message: message)
      case .rateLimited(let wait): throw .rateLimited(waitNanoseconds: wait)
      case .unclear(let reason): throw .unclear(reason)
      default: throw .unclear("login: expected a token")
      }
    }
    do throws(TokenError) {
      return try AccessToken(Secret(text), appID: login.appID)
    } catch {
      throw .unclear(error.description)
    }
  }
}
