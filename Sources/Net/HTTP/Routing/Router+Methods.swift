// Routes by the name of their method.

extension Router {
  public func get(_ pattern: StaticString, _ handler: @escaping Handler) {
    on(.get, pattern, handler)
  }

  public func get<First: PathParameter>(
    _ pattern: StaticString,
    _ handler: @escaping @Sendable (Request, First) async throws(HTTPError) -> Response
  ) {
    on(.get, pattern, handler)
  }

  public func post(_ pattern: StaticString, _ handler: @escaping Handler) {
    on(.post, pattern, handler)
  }

  public func post<First: PathParameter>(
    _ pattern: StaticString,
    _ handler: @escaping @Sendable (Request, First) async throws(HTTPError) -> Response
  ) {
    on(.post, pattern, handler)
  }

  public func put(_ pattern: StaticString, _ handler: @escaping Handler) {
    on(.put, pattern, handler)
  }

  public func put<First: PathParameter>(
    _ pattern: StaticString,
    _ handler: @escaping @Sendable (Request, First) async throws(HTTPError) -> Response
  ) {
    on(.put, pattern, handler)
  }

  public func patch<First: PathParameter>(
    _ pattern: StaticString,
    _ handler: @escaping @Sendable (Request, First) async throws(HTTPError) -> Response
  ) {
    on(.patch, pattern, handler)
  }

  public func delete(_ pattern: StaticString, _ handler: @escaping Handler) {
    on(.delete, pattern, handler)
  }

  public func delete<First: PathParameter>(
    _ pattern: StaticString,
    _ handler: @escaping @Sendable (Request, First) async throws(HTTPError) -> Response
  ) {
    on(.delete, pattern, handler)
  }
}
