const words = { greeting: "Good morning" };

export const greet = (name: string): string => `${words.greeting}, ${name}`;

export const part = (name: string): string => `Good bye, ${name}`;
