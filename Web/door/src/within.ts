/** The same promise, or a failure when it takes longer. */
export function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let late: ReturnType<typeof setTimeout>;
  const limit = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new DOMException(`No answer within ${milliseconds} ms.`, "TimeoutError")), milliseconds);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(late));
}
