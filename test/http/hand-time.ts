import { type SinonFakeTimers, useFakeTimers } from 'sinon';

/** Time that goes on only when it is told to: the date of this process, and milliseconds that never go back. */
export interface HandTime {
  nowMs(): number;
  forward(ms: number): void;
  /** Sets the date alone, as somebody who corrects the clock of the machine. */
  setDate(ms: number): void;
  restore(): void;
}

/** The counter of the rates reads the date of the process, so the process is given one. */
export function stopTime(): HandTime {
  const dates: SinonFakeTimers = useFakeTimers({ now: Date.parse('2026-03-02T01:00:00.000Z'), toFake: ['Date'] });
  let now = 1000;
  return {
    nowMs: () => now,
    forward: (ms) => {
      now += ms;
      dates.setSystemTime(dates.now + ms);
    },
    setDate: (ms) => dates.setSystemTime(ms),
    restore: () => dates.restore(),
  };
}
