/** Whether there is a Chinese character in a text: such words stand without blanks between them. */
export function isHan(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}
