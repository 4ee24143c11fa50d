package org.cordboard.bench.amd;

import java.util.List;

/// What people and machines say when they answer: a part to tune by, two that were unseen when they were
/// judged first and then showed where the detector was wrong, and one that is only ever judged. They share no
/// sentence, and of the voices only the recorded ones of the last three, for there are few.
record Phrases(List<Phrase> human, List<Phrase> machine, List<Speaker> speakers) {
    record Phrase(String language, String text) {}

    private static Phrase en(String text) {
        return new Phrase("en-us", text);
    }

    static final Phrases TUNING = new Phrases(
            List.of(
                    en("Hello?"),
                    en("Hi."),
                    en("Yes?"),
                    en("Hello, Anna speaking."),
                    en("Miller."),
                    en("Good morning."),
                    en("Hello? Hello?"),
                    en("Hi, this is Peter."),
                    en("Yes, who is this?"),
                    en("Good afternoon, Miller and sons."),
                    en("Hello, how are you?"),
                    en("Yeah, hello?"),
                    en("This is Susan."),
                    en("Acme, good morning."),
                    new Phrase("de", "Hallo?"),
                    new Phrase("de", "Ja, bitte?"),
                    new Phrase("fr-fr", "Allô?"),
                    new Phrase("it", "Pronto?"),
                    new Phrase("es", "¿Dígame?"),
                    new Phrase("ja", "モシモシ")),
            List.of(
                    en(
                            "Hi, you have reached the voicemail of Anna Miller. I cannot take your call right now. Please leave a message after the tone."),
                    en("Hello. You've reached Peter. I'm not here. Leave a message."),
                    en("The person you are calling is not available. Please record your message after the beep."),
                    en(
                            "Thank you for calling Miller and sons. Our office is closed. Our opening hours are from nine to five."),
                    en(
                            "Your call has been forwarded to an automatic voice message system. Five five five, zero one two three, is not available."),
                    en("Hi, this is Mark. I'm away from my phone. Please leave your name and number."),
                    en("Good day. You have reached the office of Doctor Brown. We are closed until Monday."),
                    en("Hey, Susan here. Leave me a message and I'll get back to you."),
                    en("Hello, this is the Smith family. We are out. Talk after the beep."),
                    en("Sorry I missed your call. Please try again later or leave a message."),
                    new Phrase("de", "Hallo, hier ist Anna. Ich bin gerade nicht da. Sprechen Sie nach dem Ton."),
                    new Phrase("it", "Buongiorno. Al momento non sono in casa. Lasciate un messaggio dopo il segnale."),
                    en("Welcome to the Acme service line. For sales, press one. For support, press two."),
                    new Phrase(
                            "de",
                            "Guten Tag, hier ist der Anrufbeantworter von Familie Müller. Bitte hinterlassen Sie eine Nachricht nach dem Signalton."),
                    new Phrase(
                            "fr-fr",
                            "Bonjour, vous êtes bien sur la messagerie de Claire. Laissez un message après le bip."),
                    new Phrase(
                            "es",
                            "Ha llamado al buzón de voz. En este momento no podemos atenderle. Deje su mensaje después de la señal.")),
            List.of(
                    Speaker.espeak(""),
                    Speaker.espeak("+m1"),
                    Speaker.espeak("+m2"),
                    Speaker.espeak("+m3"),
                    Speaker.espeak("+f1"),
                    Speaker.espeak("+f2"),
                    Speaker.espeak("+klatt"),
                    Speaker.flite("awb"),
                    Speaker.flite("rms"),
                    Speaker.festival("ked_diphone", "en-us"),
                    Speaker.festival("lp_diphone", "it")));

    /// What was unseen while the first detector was tuned.
    static final Phrases FIRST = new Phrases(
            List.of(
                    en("Hello."),
                    en("Yes, hello?"),
                    en("Hi there."),
                    en("Speaking."),
                    en("Hello, Robert here."),
                    en("Good evening."),
                    en("Hey, what's up?"),
                    en("Morning, Laura speaking."),
                    en("Yes, this is Tom."),
                    en("Reception, hello."),
                    en("Who's calling, please?"),
                    en("Hello, can I help you?"),
                    en("Johnson residence."),
                    en("Hi! Hello?"),
                    new Phrase("de", "Schneider, guten Tag."),
                    new Phrase("nl", "Hallo, met Jan."),
                    new Phrase("fr-fr", "Oui, bonjour?"),
                    new Phrase("pt-br", "Alô?"),
                    new Phrase("es", "¿Bueno?"),
                    new Phrase("pl", "Słucham?")),
            List.of(
                    en(
                            "This is Robert. Sorry I missed you. Leave your name and number and I will call you back as soon as I can."),
                    en("Hey, it's Laura. You know what to do. Wait for the beep and talk to me."),
                    en(
                            "We're sorry, nobody is available to take your call. At the tone, please leave a message. When you have finished, you may hang up."),
                    en("You have reached the Johnson residence. We can't come to the phone right now."),
                    en("The number you have dialed is not in service. Please check the number and dial again."),
                    en(
                            "Thanks for calling the city library. Please listen carefully, as our menu options have changed."),
                    new Phrase(
                            "de",
                            "Der gewünschte Gesprächspartner ist zur Zeit nicht erreichbar. Sie können nach dem Ton eine Nachricht aufsprechen."),
                    new Phrase(
                            "it",
                            "Salve, in questo momento non posso rispondere. Lasciate un messaggio dopo il segnale acustico."),
                    new Phrase(
                            "pt-br",
                            "Sua chamada está sendo encaminhada para a caixa postal. Deixe sua mensagem após o sinal.")),
            List.of(
                    Speaker.espeak("+m4"),
                    Speaker.espeak("+m5"),
                    Speaker.espeak("+m6"),
                    Speaker.espeak("+m7"),
                    Speaker.espeak("+f3"),
                    Speaker.espeak("+f4"),
                    Speaker.espeak("+f5"),
                    Speaker.espeak("+klatt2"),
                    Speaker.flite("slt"),
                    Speaker.flite("kal"),
                    Speaker.festival("kal_diphone", "en-us"),
                    Speaker.festival("cmu_us_slt_arctic_hts", "en-us"),
                    Speaker.festival("pc_diphone", "it")));

    /// What was unseen while the second was.
    static final Phrases SECOND = new Phrases(
            List.of(
                    en("Yes."),
                    en("Hello, hello?"),
                    en("Hi, Grace here."),
                    en("Daniel speaking."),
                    en("Good day."),
                    en("Hey there."),
                    en("Evans."),
                    en("Yeah? Who is it?"),
                    en("Hello, who's there?"),
                    en("Emma speaking, good morning."),
                    en("Front desk, Daniel."),
                    en("Hi, what can I do for you?"),
                    en("Baker and company, hello."),
                    en("Okay, hello?"),
                    new Phrase("de", "Ja, hallo?"),
                    new Phrase("de", "Weber."),
                    new Phrase("sv", "Hallå?"),
                    new Phrase("fi", "Haloo, Emma puhelimessa."),
                    new Phrase("cs", "Prosím?"),
                    new Phrase("ca", "Digui?"),
                    new Phrase("it", "Sì, pronto?"),
                    new Phrase("fr-fr", "Oui, allô?"),
                    new Phrase("es", "¿Sí, diga?")),
            List.of(
                    en("Hi, this is Grace. I can't get to the phone. Please leave a message."),
                    en(
                            "You have reached Daniel Evans. I am on the road at the moment, so please leave your number and the reason for your call."),
                    en("Hello, you've reached Baker and company. All our lines are busy. Please hold."),
                    en("The subscriber you have called is not reachable at present. Please try again later."),
                    en("Please leave a message for, five five five, zero one nine nine, after the tone."),
                    en("Emma here. I'm asleep or at work. Text me, or talk after the beep."),
                    en(
                            "Good evening. Thank you for calling the theatre box office. Tonight's performance is sold out."),
                    en("Your call is important to us. Please stay on the line and the next free agent will be with you."),
                    en("Hi, we are not at home right now, but if you leave your name and number we will call you back."),
                    en("This mailbox is full and cannot take any messages at this time. Goodbye."),
                    en("We are unable to come to the phone. After the beep, tell us who you are."),
                    en(
                            "You are through to the answering service of the clinic. If this is an emergency, please hang up and dial nine one one."),
                    new Phrase("de", "Hallo. Hier ist die Mailbox von Jonas Weber. Bitte sprechen Sie nach dem Ton."),
                    new Phrase("sv", "Hej, du har kommit till Emma. Jag kan inte svara just nu. Lämna ett meddelande."),
                    new Phrase(
                            "fi",
                            "Tavoittelemaanne henkilöön ei juuri nyt saada yhteyttä. Jättäkää viesti äänimerkin jälkeen."),
                    new Phrase("cs", "Dobrý den, tady hlasová schránka. Prosím, zanechte nám vzkaz, nebo volejte ráno."),
                    new Phrase("ca", "Hola, ara no puc atendre la trucada. Deixi el seu missatge després del senyal."),
                    new Phrase("it", "Ciao, sono Paola, e non posso rispondere. Richiamate più tardi."),
                    new Phrase(
                            "fr-fr",
                            "Vous êtes en communication avec le répondeur de monsieur Petit. Veuillez rappeler plus tard."),
                    new Phrase("es", "Hola. El número que ha marcado no está disponible. Inténtelo más tarde.")),
            List.of(
                    Speaker.espeak("+m8"),
                    Speaker.espeak("+Andy"),
                    Speaker.espeak("+Michael"),
                    Speaker.espeak("+Gene"),
                    Speaker.espeak("+Annie"),
                    Speaker.espeak("+steph"),
                    Speaker.espeak("+linda"),
                    Speaker.espeak("+klatt4"),
                    Speaker.flite("slt"),
                    Speaker.flite("kal"),
                    Speaker.festival("kal_diphone", "en-us"),
                    Speaker.festival("cmu_us_slt_arctic_hts", "en-us"),
                    Speaker.festival("pc_diphone", "it"),
                    Speaker.festival("czech_dita", "cs"),
                    Speaker.festival("czech_machac", "cs"),
                    Speaker.festival("suo_fi_lj_diphone", "fi"),
                    Speaker.festival("upc_ca_ona_hts", "ca")));

    static final Phrases UNSEEN = new Phrases(
            List.of(
                    en("Hello, hello, hello?"),
                    en("Ah, hi."),
                    en("Hello, Kate speaking."),
                    en("Oliver."),
                    en("It's Oliver."),
                    en("Howdy."),
                    en("Good afternoon."),
                    en("Clarke here."),
                    en("Yes, go ahead."),
                    en("Who is speaking?"),
                    en("Sales, good morning."),
                    en("Hello, you're speaking to Kate."),
                    en("Green's bakery, hello, Kate here."),
                    en("What's up?"),
                    en("Hello, yes, I'm listening."),
                    new Phrase("de", "Hallo, wer ist da?"),
                    new Phrase("da", "Hallo, det er Mette."),
                    new Phrase("nl", "Met Bakker."),
                    new Phrase("fi", "Niin?"),
                    new Phrase("cs", "Ano, prosím?"),
                    new Phrase("ca", "Sí?"),
                    new Phrase("it", "Pronto, chi parla?"),
                    new Phrase("tr", "Alo, buyurun?")),
            List.of(
                    en("Hi, it's Kate. I'm travelling this week. Leave me a message and I'll call you when I'm back."),
                    en("You've reached the voice mailbox of Oliver Clarke. Please leave your message after the tone."),
                    en("Thanks for calling Green's bakery. We open at seven in the morning and close at six."),
                    en("The customer you are trying to reach has switched off the phone. Please try later."),
                    en("At the tone, please record your message. When you are done, hang up, or press one for more options."),
                    en("Oliver here. Can't talk. Write to me."),
                    en("Hello. This is the answering machine of the Clarke family. You know how this works."),
                    en("All of our representatives are helping other customers. Your estimated waiting time is four minutes."),
                    en("Sorry, we could not take your call in time, but we do want to hear from you. Speak after the beep."),
                    en("This call may be monitored or recorded for quality and training purposes."),
                    en("For appointments press one. For prescriptions press two. For anything else stay on the line."),
                    en("Greetings. I screen my calls, so tell me who you are and what you want, and I may pick up."),
                    new Phrase("de", "Dieser Anschluss ist vorübergehend nicht erreichbar. Bitte rufen Sie später wieder an."),
                    new Phrase("da", "Hej, du har ringet til Mette. Jeg kan ikke tage telefonen nu. Læg en besked."),
                    new Phrase("nl", "Goedendag. U bent verbonden met het antwoordapparaat van de familie Bakker."),
                    new Phrase("fi", "Hei, en voi nyt vastata puhelimeen. Soitan takaisin, kun voin."),
                    new Phrase("cs", "Nejsem doma, ale zanechte mi krátkou zprávu, prosím, já se ozvu."),
                    new Phrase("ca", "Has trucat a la Marta, però ara no hi sóc. Torna a provar més tard."),
                    new Phrase("it", "La segreteria telefonica di Paolo Verdi è in funzione. Parlate dopo il tono."),
                    new Phrase("tr", "Aradığınız kişiye şu anda ulaşılamıyor. Lütfen daha sonra tekrar deneyiniz.")),
            List.of(
                    Speaker.espeak("+Denis"),
                    Speaker.espeak("+Mario"),
                    Speaker.espeak("+rob"),
                    Speaker.espeak("+Alex"),
                    Speaker.espeak("+anika"),
                    Speaker.espeak("+belinda"),
                    Speaker.espeak("+shelby"),
                    Speaker.espeak("+klatt5"),
                    Speaker.flite("slt"),
                    Speaker.flite("kal"),
                    Speaker.festival("kal_diphone", "en-us"),
                    Speaker.festival("cmu_us_slt_arctic_hts", "en-us"),
                    Speaker.festival("pc_diphone", "it"),
                    Speaker.festival("czech_dita", "cs"),
                    Speaker.festival("czech_machac", "cs"),
                    Speaker.festival("suo_fi_lj_diphone", "fi"),
                    Speaker.festival("upc_ca_ona_hts", "ca")));
}
