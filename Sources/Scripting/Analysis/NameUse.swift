/// One place where a script names a variable.
struct NameUse: Equatable {
  /// What is done with it there.
  enum Role: Equatable {
    /// Its value is taken.
    case value
    /// It is assigned to; the token is the function's name in `function name()`.
    case assigned
    /// A field of it, named by a token, is taken or assigned to.
    case field(token: Int, isAssigned: Bool, next: Suffix?)
  }

  /// What follows a field.
  enum Suffix: Equatable {
    case field
    case index
    case call
    case method
  }

  /// The token of the name.
  let token: Int
  /// The local variable or parameter it means; nil: a global.
  let variable: Int?
  /// What is done with it.
  var role: Role
}
