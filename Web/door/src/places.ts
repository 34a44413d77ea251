/** No ticket is for more people. */
export const partyMax = 6;

/** How many of the next ticket's party come in: null is everyone. It holds until a scan was answered. */
export class Places {
  private chosen: number | null = null;

  get value(): number | null {
    return this.chosen;
  }

  more(): void {
    this.chosen = Math.min((this.chosen ?? 0) + 1, partyMax);
  }

  less(): void {
    this.chosen = this.chosen === null || this.chosen <= 1 ? null : this.chosen - 1;
  }

  choose(places: number): void {
    this.chosen = places;
  }

  reset(): void {
    this.chosen = null;
  }
}
